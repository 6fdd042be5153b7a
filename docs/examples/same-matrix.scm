; SPDX-License-Identifier: GPL-3.0-or-later
;
; Aligns one layer to another, and moves more layers by the matrix that was found: bracketed
; exposures of which only one can be compared, or an image and its depth map.
; For Script-Fu v3: (align-by-one image reference moving (vector layer …))

(script-fu-use-v3)

(define (align-by-one image reference moving others)
  (let* ((found (plug-in-homography-align #:run-mode RUN-NONINTERACTIVE #:image image
                  #:drawables (vector moving) #:reference reference #:output "layer"))
         (matrix (car found)))
    (plug-in-homography-transform #:run-mode RUN-NONINTERACTIVE #:image image
      #:drawables others #:matrix matrix #:output "layer")))
